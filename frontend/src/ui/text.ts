export const text = {
  close: "Close",
  cancel: "Cancel",
  retry: "Try again",
  more: "Show more",
  copy: "Copy",
  copied: "Copied",
  today: "today",
  toCome: (day: string) => `That day has not come yet. You still ask as of ${day}.`,
};
