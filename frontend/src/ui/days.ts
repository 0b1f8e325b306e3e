/** Whether a day such as 2025-12-31 has not come yet; a year of five digits is longer, not smaller. */
export const isToCome = (day: string, today: string): boolean => day.length > today.length || day > today;
