import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, Keyboard, KeyRound, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { signOut } from "../auth/allauth";
import { uploadQueue } from "../documents/uploadQueue";
import { isOpen } from "../documents/uploads";
import { Confirm } from "../ui/Confirm";
import { FailureDialog } from "../ui/FailureDialog";
import classes from "./AccountMenu.module.css";
import { leaveNothing } from "./leaving";
import { text } from "./text";
import { useSession } from "./useSession";

const schemes = [
  ["light", Sun],
  ["dark", Moon],
  ["auto", Monitor],
] as const;

/** Who is signed in, how it looks, and the way out. */
export function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const { user } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, asking] = useDisclosure(false);
  const leaving = useMutation({
    mutationFn: () => signOut(AbortSignal.timeout(10_000)),
    onSettled: asking.close,
    onSuccess: async () => {
      leaveNothing();
      queryClient.clear();
      await navigate({ to: "/sign-in" });
    },
  });
  // Files on their way are given up with the session, so their sender is asked first.
  const leave = () => (uploadQueue.snapshot().some(isOpen) ? asking.open() : leaving.mutate());
  return (
    <>
      <Menu position="top-start" width={240} shadow="md">
        <Menu.Target>
          <UnstyledButton className={classes["root"] ?? ""} aria-label={`${text.account}: ${user.email}`}>
            <span className={classes["name"]}>{user.name || user.email}</span>
            <ChevronsUpDown size={15} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a menu */}
          <div role="group" aria-label={text.appearance}>
            <p className={classes["label"]} aria-hidden="true">
              {text.appearance}
            </p>
            {schemes.map(([scheme, Icon]) => (
              <Menu.Item
                key={scheme}
                leftSection={<Icon size={16} />}
                onClick={() => setColorScheme(scheme)}
                data-chosen={colorScheme === scheme || undefined}
                className={classes["item"] ?? ""}
              >
                {text.appearances[scheme]}
              </Menu.Item>
            ))}
          </div>
          <Menu.Divider />
          <Menu.Item
            leftSection={<KeyRound size={16} />}
            renderRoot={(props) => <Link to="/account" {...props} />}
          >
            {text.ownAccount}
          </Menu.Item>
          <Menu.Item leftSection={<Keyboard size={16} />} onClick={onHelp}>
            {text.shortcuts}
          </Menu.Item>
          <Menu.Item leftSection={<LogOut size={16} />} onClick={leave}>
            {text.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        isOpen={isAsking}
        title={text.signOutTitle}
        confirm={text.signOut}
        attempt={{ ...leaving, error: null }}
        onClose={asking.close}
      >
        {text.signOutBody}
      </Confirm>
      <FailureDialog
        title={text.signOutFailed}
        error={leaving.error}
        onRetry={() => leaving.mutate()}
        onClose={() => leaving.reset()}
      />
    </>
  );
}
