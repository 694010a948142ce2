// Taken from jsr:@std/text@1.0.19, levenshtein_distance.ts (MIT).
export function levenshteinDistance(str1: string, str2: string): number;
