export const text = {
  close: "Close",
  cancel: "Cancel",
  retry: "Try again",
  more: "Show more",
  copy: "Copy",
  copied: "Copied",
};
