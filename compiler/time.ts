// The lengths of calendar terms in seconds, as every stage counts them: a month has 730 hours and a year 365 days.

export const secondsPerDay = 86_400;
export const secondsPerMonth = 730 * 3600;
export const secondsPerYear = 365 * secondsPerDay;
