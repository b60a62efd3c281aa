/** The secret side of a ballot: its token is made and kept on this phone, and what was not answered is sent again as it was. */
import { computed, reactive, ref } from 'vue'
import { ApiError } from '@/api/http'
import { useSession } from '@/session'
import { castBallot } from '../api'
import { dropToken, keepToken, newToken, receiptOf, tokensOf, type Token } from '../tokens'
import type { Receipt, VotingHome } from '../types'

/** Whether the refusal says that the ballot does not lie in the urn, and its token is worth nothing. */
function worthless(error: unknown, again: boolean): boolean {
  if (!(error instanceof ApiError) || error.offline || error.status >= 500) return false
  return !again || error.code === 'home_voted' || error.code === 'receipt_taken'
}

export function useSecretBallot(id: () => string, home: () => VotingHome | undefined) {
  const session = useSession()
  const tokens = ref<Token[]>([])
  /** Of which home the token is on screen. */
  const showing = ref('')

  const person = () => session.me?.person.id ?? ''
  const ofHome = (homeId: string) => tokens.value.find(one => one.home === homeId)
  const shown = computed(() => ofHome(showing.value))
  const held = computed(() => ofHome(home()?.home_id ?? ''))
  /** Whether a ballot of this home went out that was never answered. */
  const waits = (homeId: string) => ofHome(homeId)?.sent !== undefined
  const recall = () => (tokens.value = tokensOf(person(), id()))
  const keep = (token: Token) => (tokens.value = keepToken(person(), id(), token))
  const drop = (homeId: string) => (tokens.value = dropToken(person(), id(), homeId))

  /** Throws ApiError. */
  async function cast(at: VotingHome, optionId: string): Promise<Receipt> {
    const before = ofHome(at.home_id)
    const { sent = optionId, ...token } = before ?? { home: at.home_id, label: at.label, token: await newToken() }
    keep({ ...token, sent }) // first, for the answer may get lost
    try {
      const receipt = await castBallot(session.base, id(), at.home_id, sent, receiptOf(id(), token.token))
      keep(token)
      showing.value = at.home_id
      return receipt
    }
    catch (error) {
      if (worthless(error, before !== undefined)) drop(at.home_id)
      throw error
    }
  }

  function show(): void {
    showing.value = home()?.home_id ?? ''
  }

  function hide(): void {
    showing.value = ''
  }

  function erase(): void {
    drop(showing.value)
    hide()
  }

  return reactive({ held, shown, waits, recall, cast, show, hide, erase })
}
