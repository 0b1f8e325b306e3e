import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { isProblem } from "../api/problem";
import { sessionQuery } from "../api/session";
import { ChatScreen } from "../chat/ChatScreen";
import { cameSignedOut } from "./arrival";
import { NotFound } from "./NotFound";
import { queryClient } from "./queryClient";
import { Shell } from "./Shell";
import { StartFailure } from "./StartFailure";

const root = createRootRoute({
  notFoundComponent: NotFound,
  // Whatever page is the first: those that sign people in by a link lead on into the house.
  beforeLoad: () => ({ isSignedOut: cameSignedOut() }),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string; error?: "provider" } => ({
    ...(typeof search["next"] === "string" && /^\/(?![/\\])/.test(search["next"])
      ? { next: search["next"] }
      : {}),
    ...(search["error"] === undefined ? {} : { error: "provider" as const }),
  }),
  component: lazyRouteComponent(() => import("../auth/SignInScreen"), "SignInScreen"),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: "/invite/$token",
  component: lazyRouteComponent(() => import("../auth/InviteScreen"), "InviteScreen"),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: "/account/password/reset",
  component: lazyRouteComponent(() => import("../auth/ForgotScreen"), "ForgotScreen"),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: "/account/password/reset/$key",
  component: lazyRouteComponent(() => import("../auth/ResetScreen"), "ResetScreen"),
});

const house = createRoute({
  getParentRoute: () => root,
  id: "house",
  component: Shell,
  errorComponent: StartFailure,
  beforeLoad: async ({ context, location }) => {
    const toSignIn = {
      to: "/sign-in",
      search: location.href === "/" ? {} : { next: location.href },
    } as const;
    if (context.isSignedOut) throw redirect(toSignIn);
    try {
      return { session: await queryClient.ensureQueryData(sessionQuery) };
    } catch (error) {
      if (!isProblem(error, 401)) throw error;
      throw redirect(toSignIn);
    }
  },
});

const newChat = createRoute({
  getParentRoute: () => house,
  path: "/",
  validateSearch: (search: Record<string, unknown>): { ask?: string } =>
    typeof search["ask"] === "string" ? { ask: search["ask"] } : {},
  component: ChatScreen,
});

export const chat = createRoute({
  getParentRoute: () => house,
  path: "/chat/$conversationId",
  component: ChatScreen,
});

const documents = createRoute({
  getParentRoute: () => house,
  path: "/documents",
  validateSearch: (search: Record<string, unknown>): { collection?: string; reason?: string } => ({
    ...(typeof search["collection"] === "string" ? { collection: search["collection"] } : {}),
    ...(typeof search["reason"] === "string" ? { reason: search["reason"] } : {}),
  }),
  component: lazyRouteComponent(() => import("../documents/DocumentsScreen"), "DocumentsScreen"),
});

const origins = createRoute({
  getParentRoute: () => house,
  path: "/documents/sources",
  component: lazyRouteComponent(() => import("../origins/SourcesScreen"), "SourcesScreen"),
});

const work = createRoute({
  getParentRoute: () => house,
  path: "/work",
  component: lazyRouteComponent(() => import("../work/WorkScreen"), "WorkScreen"),
});

const splitting = createRoute({
  getParentRoute: () => house,
  path: "/splitting/$slug",
  component: lazyRouteComponent(() => import("../splitting/SplittingScreen"), "SplittingScreen"),
});

const pipeline = createRoute({
  getParentRoute: () => house,
  path: "/collections/$slug/pipeline",
  component: lazyRouteComponent(() => import("../pipeline/PipelineScreen"), "PipelineScreen"),
});

const document = createRoute({
  getParentRoute: () => house,
  path: "/documents/$documentId",
  component: lazyRouteComponent(() => import("../documents/DocumentScreen"), "DocumentScreen"),
});

const numberIn = (value: unknown) =>
  Number.isInteger(value) && Number(value) > 0 ? Number(value) : undefined;

const documentHistory = createRoute({
  getParentRoute: () => house,
  path: "/documents/$documentId/history",
  validateSearch: (search: Record<string, unknown>): { from?: number; to?: number } => {
    const [from, to] = [numberIn(search["from"]), numberIn(search["to"])];
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  },
  component: lazyRouteComponent(() => import("../documents/history/HistoryScreen"), "HistoryScreen"),
});

const account = createRoute({
  getParentRoute: () => house,
  path: "/account",
  component: lazyRouteComponent(() => import("../auth/account/AccountScreen"), "AccountScreen"),
});

const admin = createRoute({
  getParentRoute: () => house,
  path: "/admin",
  component: lazyRouteComponent(() => import("../admin/AdminScreen"), "AdminScreen"),
});

const adminIndex = createRoute({
  getParentRoute: () => admin,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/admin/feedback" });
  },
});

const feedback = createRoute({
  getParentRoute: () => admin,
  path: "/feedback",
  component: lazyRouteComponent(() => import("../admin/feedback/FeedbackScreen"), "FeedbackScreen"),
});

const curated = createRoute({
  getParentRoute: () => admin,
  path: "/curated",
  component: lazyRouteComponent(() => import("../admin/curated/CuratedScreen"), "CuratedScreen"),
});

const indexes = createRoute({
  getParentRoute: () => admin,
  path: "/indexes",
  component: lazyRouteComponent(() => import("../admin/indexes/IndexesScreen"), "IndexesScreen"),
});

const sizing = createRoute({
  getParentRoute: () => admin,
  path: "/indexes/sizing",
  component: lazyRouteComponent(() => import("../admin/indexes/SizingScreen"), "SizingScreen"),
});

const people = createRoute({
  getParentRoute: () => admin,
  path: "/people",
  component: lazyRouteComponent(() => import("../admin/people/PeopleScreen"), "PeopleScreen"),
});

const keys = createRoute({
  getParentRoute: () => admin,
  path: "/keys",
  component: lazyRouteComponent(() => import("../admin/keys/KeysScreen"), "KeysScreen"),
});

const search = createRoute({
  getParentRoute: () => admin,
  path: "/search",
  component: lazyRouteComponent(() => import("../admin/search/SearchScreen"), "SearchScreen"),
});

const webhooks = createRoute({
  getParentRoute: () => admin,
  path: "/webhooks",
  component: lazyRouteComponent(() => import("../admin/webhooks/WebhooksScreen"), "WebhooksScreen"),
});

const bench = createRoute({
  getParentRoute: () => admin,
  path: "/bench",
  validateSearch: (search: Record<string, unknown>): { as?: string } =>
    typeof search["as"] === "string" ? { as: search["as"] } : {},
  component: lazyRouteComponent(() => import("../admin/bench/BenchScreen"), "BenchScreen"),
});

const testSets = createRoute({
  getParentRoute: () => admin,
  path: "/bench/sets",
  validateSearch: (search: Record<string, unknown>): { set?: string } =>
    typeof search["set"] === "string" ? { set: search["set"] } : {},
  component: lazyRouteComponent(() => import("../admin/testsets/TestSetsScreen"), "TestSetsScreen"),
});

const health = createRoute({
  getParentRoute: () => admin,
  path: "/health",
  component: lazyRouteComponent(() => import("../admin/health/HealthScreen"), "HealthScreen"),
});

const audit = createRoute({
  getParentRoute: () => admin,
  path: "/audit",
  component: lazyRouteComponent(() => import("../admin/audit/AuditScreen"), "AuditScreen"),
});

const tree = root.addChildren([
  signIn,
  invite,
  forgot,
  reset,
  house.addChildren([
    newChat,
    chat,
    documents,
    splitting,
    pipeline,
    document,
    documentHistory,
    origins,
    work,
    account,
    admin.addChildren([
      adminIndex,
      feedback,
      curated,
      indexes,
      sizing,
      search,
      bench,
      testSets,
      health,
      people,
      keys,
      webhooks,
      audit,
    ]),
  ]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: false, scrollRestoration: true });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
