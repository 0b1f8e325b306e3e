export function IndexesScreen() {
  return null;
}
