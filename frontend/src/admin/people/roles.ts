import type { Role } from "../../api/types";
import { roleWords } from "../text";

export const roleChoices = (Object.keys(roleWords) as Role[]).map((value) => ({
  value,
  label: roleWords[value],
}));
