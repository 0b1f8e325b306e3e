/** A thumb beside what is stored: it changes the rating and nothing that was said. */
import type { Feedback, FeedbackRequest } from "../api/types";

type Rating = Feedback["rating"];

/** What to store for a bare thumb: the reasons and words that were given before stay. */
export function ratedAnew(stored: Feedback | null, rating: Rating): FeedbackRequest {
  return { ...stored, rating };
}

/** The thumb to show: what was pressed here (null: taken back) before what is stored. */
export function shownRating(stored: Feedback | null, pressed: Rating | null | undefined): Rating | null {
  return pressed === undefined ? (stored?.rating ?? null) : pressed;
}
