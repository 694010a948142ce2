/**
 * The names of deepagents' own tools, those of every backend and sub-agent. It
 * does not start with another tool of one of them, and where it does, as with
 * `write_todos`, one of the two is lost.
 */
export const OWN_TOOLS: readonly string[] = [
  "ls",
  "read_file",
  "write_file",
  "edit_file",
  "delete",
  "glob",
  "grep",
  "execute",
  "write_todos",
  "task",
  "start_async_task",
  "check_async_task",
  "update_async_task",
  "cancel_async_task",
  "list_async_tasks",
];
