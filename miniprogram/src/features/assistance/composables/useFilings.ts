/** What the reader filed for neighbours, or was filed for him, newest first. */
import { request, type Page } from '@/api/http'
import type { Filing } from '@/composables/useFiling'
import { useMemberList } from '@/composables/useMemberList'

export type Side = 'by_me' | 'for_me'

export function useFilings(side: () => Side) {
  const read = (base: string, after?: string) => request<Page<Filing>>('GET', `${base}/filings`, { query: { side: side(), after } })
  return useMemberList<Filing>(read, () => `filings ${side()}`)
}
