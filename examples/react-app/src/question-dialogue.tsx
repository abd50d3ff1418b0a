import { useEffect, useState, type FormEvent } from 'react';
import type { FactorKind, Question } from 'portcullis/client';
import { asking } from './session.js';

/** Asks for whatever Portcullis wants to know, wherever on the page the operation came from. */
export function QuestionDialogue() {
  const [question, setQuestion] = useState<Question>();
  const [said, setSaid] = useState('');
  useEffect(() => {
    asking.show = (next) => {
      setSaid('');
      setQuestion(next);
      void next.over.then(() => setQuestion((shown) => (shown === next ? undefined : shown)));
    };
  }, []);
  if (!question) return null;

  const answer = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [text, factor] = [String(form.get('text')), form.get('factor') as FactorKind];
    const verdict =
      question.kind === 'factor'
        ? await question.answer({ factor, code: text })
        : await question.answer({ password: text });
    if ('message' in verdict) setSaid(verdict.message);
  };
  return (
    <dialog open>
      <form onSubmit={(event) => answer(event).catch((error: Error) => setSaid(error.message))}>
        <label>
          {question.kind === 'factor' ? 'Code' : 'Password'}{' '}
          <input name="text" autoComplete="one-time-code" autoFocus />
        </label>
        {question.kind === 'factor' && (
          <select name="factor">
            {question.factors.map((kind) => (
              <option key={kind}>{kind}</option>
            ))}
          </select>
        )}
        <button>Answer</button>{' '}
        <button type="button" onClick={() => question.cancel()}>
          Cancel
        </button>
        <output>{said}</output>
      </form>
    </dialog>
  );
}
