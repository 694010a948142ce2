/** What every picture says of itself: nobody is to take it for a screenshot. */
export const MARK =
  "Drawn from the demo's traces with the dashboard's own queries; not a screenshot";
