import { useMutation, useQuery } from '@apollo/client/react';
import { MeDocument, RegenerateBackupCodesDocument } from 'portcullis/client';
import { portcullis } from './session.js';

export function Account({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { data, error, refetch } = useQuery(MeDocument, { fetchPolicy: 'network-only' });
  const [regenerate, sheet] = useMutation(RegenerateBackupCodesDocument, { fetchPolicy: 'no-cache' });
  const result = sheet.data?.regenerateBackupCodes;

  return (
    <section>
      {data?.me && (
        <p>
          Signed in as {data.me.email} at {data.me.session.assurance} with a {data.me.session.credential}
        </p>
      )}
      <button onClick={() => void refetch()}>Look again</button>
      {/* Nothing here knows that it may want fresher proof: it is held, the person is asked, it goes on. */}
      <button onClick={() => void regenerate().catch(() => undefined)}>New backup codes</button>
      <button onClick={() => void portcullis.signOut().finally(onSignedOut)}>Sign out</button>
      {result?.__typename === 'BackupCodes' && (
        <ol>
          {result.codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
      )}
      <output>{(error ?? sheet.error)?.message}</output>
    </section>
  );
}
