export const text = {
  close: "Close",
  cancel: "Cancel",
  retry: "Try again",
};
