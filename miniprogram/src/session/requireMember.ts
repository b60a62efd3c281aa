/** For pages that only a signed-in person can read. */
import { useSession } from '.'
import { askToSignIn, here } from './signInPage'

/** Answers whether the page may go on; leads to the sign-in page when nobody is signed in. Throws ApiError. */
export async function requireMember(): Promise<boolean> {
  const session = useSession()
  if (!session.signedIn) {
    askToSignIn(here())
    return false
  }
  if (!session.me) await session.loadMe()
  return session.signedIn
}
