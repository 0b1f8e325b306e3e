/** Whether a day such as 2025-12-31 has not come yet; a year of five digits is longer, not smaller. */
export const isToCome = (day: string, today: string): boolean => day.length > today.length || day > today;

/** A day that was not taken, and the one that stayed in its place. */
export interface Refused {
  chosen: string;
  kept: string;
}

/** Whether a refused day is still shown: until a day is taken, here or elsewhere. */
export const isStanding = (refused: Refused | null, day: string): refused is Refused => refused?.kept === day;
