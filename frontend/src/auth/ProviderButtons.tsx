import { Button, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { csrfToken } from "../api/csrf";
import { signInProviders } from "./allauth";
import { text } from "./text";

/** The company's own sign-in, where the tenant has one. A form, because the answer is a redirect. */
export function ProviderButtons({ next }: { next: string }) {
  const { data: providers = [] } = useQuery({
    queryKey: ["sign-in-providers"],
    queryFn: ({ signal }) => signInProviders(signal),
    retry: false,
  });
  if (providers.length === 0) return null;
  return (
    <Stack gap="xs" mt="md">
      {providers.map((provider) => (
        <form key={provider.id} method="post" action="/_allauth/browser/v1/auth/provider/redirect">
          <input type="hidden" name="provider" value={provider.id} />
          <input type="hidden" name="process" value="login" />
          <input type="hidden" name="callback_url" value={next} />
          <input type="hidden" name="csrfmiddlewaretoken" value={csrfToken()} />
          <Button type="submit" variant="default" size="md" fullWidth>
            {text.with(provider.name)}
          </Button>
        </form>
      ))}
    </Stack>
  );
}
