import { type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { jobQuery } from "../../api/jobs";
import { type Following, followingOf } from "./following";

/** Follow a job to its end, and then look again at what it changes. */
export function useFollowed(id: string | undefined, changed: QueryKey): Following & { error: Error | null } {
  const queryClient = useQueryClient();
  const { data: job, error } = useQuery({ ...jobQuery(id ?? ""), enabled: id !== undefined });
  const following = followingOf(id !== undefined, job);
  const isOver = following.state === "done" || following.state === "failed";
  useEffect(() => {
    if (isOver) void queryClient.invalidateQueries({ queryKey: changed });
  }, [isOver, changed, queryClient]);
  return { ...following, error };
}
