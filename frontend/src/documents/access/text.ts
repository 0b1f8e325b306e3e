import type { Reason } from "../../api/access";

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

const roles: Record<string, string> = { owner: "an owner", admin: "an administrator" };

/** Why somebody may see it, as the end of a sentence. */
function reason({ kind, name }: Reason, whose: string): string {
  if (kind === "everyone") return "everyone in the company can";
  if (kind === "group") return `${whose} in ${name}`;
  if (kind === "person") return `it is shared with ${whose === "you are" ? "you" : "them"} by name`;
  return `${whose} ${roles[name] ?? name}`;
}

const together = (because: readonly Reason[], whose: string) =>
  because.map((one) => reason(one, whose)).join(", and ");

export const text = {
  title: "Who can see this",
  whoSees: (collection: string) => `Who can see ${collection}`,
  loading: "Looking who can see this",
  you: (because: readonly Reason[]) => `You can see this because ${together(because, "you are")}.`,
  may: (who: string, because: readonly Reason[]) =>
    `${who} can see this because ${together(because, "they are")}.`,
  mayNot: (who: string) => `${who} can’t see this: they are in none of these groups.`,
  everyone: "Everyone in the company",
  gone: "Someone who has left, or a group that is gone",
  people,
  administrators: (count: number) =>
    count === 1
      ? "The owner sees every document, too."
      : `${count} owners and administrators see every document, too.`,
  inherited: (collection: string) => `As for all of ${collection}.`,
  own: "This document has readers of its own.",
  ofCollection: "These are the collection’s readers; a document in it may have readers of its own.",
  withdrawn: {
    expired: "It has expired, so nobody gets answers from it.",
    superseded: "A newer document replaces it, so nobody gets answers from it.",
  },
  ask: "Can someone see this?",
  choose: "Choose a person",
  nobody: "Nobody of that name",
  searchAs: "Search as them",
};
