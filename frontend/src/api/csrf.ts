/** Read Django's CSRF token from its cookie. */
export function csrfToken(cookies: string = document.cookie): string {
  for (const pair of cookies.split("; ")) {
    const [name, value] = pair.split("=", 2);
    if ((name === "csrftoken" || name === "__Host-csrftoken") && value !== undefined) {
      return decodeURIComponent(value);
    }
  }
  return "";
}
