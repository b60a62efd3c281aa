/** A signed-in member of one community, as the pages of the features meet him. */
import { answer, ok, storage } from './setup'
import { useSession, type Me } from '@/session'

export const estates = [{ id: '11', name: '锦秋花园' }, { id: '12', name: '运河人家' }]

export const place = {
  id: '7', name: '锦秋苑居委会', kind: 'neighbourhood', kind_name: '居委', region: '330203001001', words: { market: '爱心集市' },
  memberships: [], duties: [], permissions: [] as string[], estates,
}

export const me: Me = {
  person: { id: '1', name: '李女士', verified: true, adult: true },
  communities: [place], applications: [], sandbox: true,
}

/** Signs somebody in without a request: what the page then asks is what its test is about. */
export function signedIn(who: Partial<Me> = {}): ReturnType<typeof useSession> {
  storage.set('sqt.token', 'secret')
  const session = useSession()
  session.me = { ...me, ...who }
  return session
}

export const says = (...answers: unknown[]): void => answer(...answers.map(one => ok(one)))
export const refuses = (code: string, message: string, status = 422, details: unknown = {}): void =>
  answer(ok({ code, message, details }, status))
