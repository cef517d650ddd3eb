/** Of a paced clock: seconds of the reader's for one of the loop's. What it is if nothing is said, and
 * what it can be. */
export const USUAL_PACE = 5;
export const LEAST_PACE = 0.01;
export const MOST_PACE = 1000;
