/** The phones of people on duty with which something is wrong, and what to do about each; looked up every minute. */

import { useEffect, useState } from "preact/hooks";
import { type FaultyPhone, getFaultyPhones } from "../api/phone-faults";
import { t } from "../i18n";
import { pickPerson, useLive } from "./state";

const EVERY_MS = 60_000;

export function PhoneFaults() {
  const phones = useFaultyPhones();
  if (phones.length === 0) return null;
  return (
    <details class="phone-faults">
      <summary>{t("faults.title", { count: phones.length })}</summary>
      <ul class="fault-list">
        {phones.map((phone) => (
          <Faulty key={phone.device} phone={phone} />
        ))}
      </ul>
    </details>
  );
}

function Faulty({ phone }: { readonly phone: FaultyPhone }) {
  const live = useLive();
  return (
    <li>
      <button type="button" class="row" onClick={() => pickPerson(live, phone.person)}>
        <span>
          {phone.name} <span class="muted">{phone.number}</span>
        </span>
        {phone.faults.map((fault) => (
          <span key={fault}>
            <strong>{t(`faults.${fault}`)}</strong> <span class="muted">{t(`faults.do_${fault}`)}</span>
          </span>
        ))}
      </button>
    </li>
  );
}

/** What was known last stays while nobody answers: a banner tells that already. */
function useFaultyPhones(): readonly FaultyPhone[] {
  const [phones, setPhones] = useState<readonly FaultyPhone[]>([]);
  useEffect(() => {
    const aborter = new AbortController();
    const look = () =>
      getFaultyPhones(aborter.signal).then(
        ({ rows }) => setPhones(rows),
        () => undefined,
      );
    void look();
    const timer = setInterval(look, EVERY_MS);
    return () => {
      clearInterval(timer);
      aborter.abort();
    };
  }, []);
  return phones;
}
