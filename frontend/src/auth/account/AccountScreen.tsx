import { useSession } from "../../app/useSession";
import { PageHead } from "../../ui/PageHead";
import classes from "./AccountScreen.module.css";
import { ChangePassword } from "./ChangePassword";
import { SearchedAs } from "./SearchedAs";
import { SecondFactorSection } from "./SecondFactorSection";
import { text } from "./text";

/** How somebody signs in, theirs to change. */
export function AccountScreen() {
  const { user } = useSession();
  return (
    <div className={classes["root"]}>
      <PageHead title={text.title} lead={text.lead(user.email)} />
      <section className={classes["part"]} aria-labelledby="account-password">
        <div>
          <h2 id="account-password">{text.passwordTitle}</h2>
          <p className={classes["lead"]}>{text.passwordLead}</p>
        </div>
        <ChangePassword email={user.email} />
      </section>
      <section className={classes["part"]} aria-labelledby="account-factor">
        <div>
          <h2 id="account-factor">{text.factorTitle}</h2>
          <p className={classes["lead"]}>{text.factorLead}</p>
        </div>
        <SecondFactorSection />
      </section>
      <SearchedAs />
    </div>
  );
}
