/** 督查 and 台账存证: types and paths. */
import { type Page, request } from '@/api/http'
import type { Schema } from '@/api/types'

export type Order = Schema<'OrderOut'>
export type OrderState = 'open' | 'closed' | 'all'
export type LedgerCopy = Schema<'LedgerCopyOut'>
export type OrderPage = Page<Order> & { may_issue: boolean }

export const readOrders = (base: string, state: OrderState, after?: string) =>
  request<OrderPage>('GET', `${base}/supervision-orders`, { query: { state, after } })

export const readOrder = (base: string, id: string) =>
  request<Order>('GET', `${base}/supervision-orders/${id}`)

export const issueOrder = (base: string, body: { text: string, days: number }) =>
  request<Order>('POST', `${base}/supervision-orders`, { body })

export const stepOrder = (base: string, id: string, body: { verb: string, text: string }) =>
  request<Order>('POST', `${base}/supervision-orders/${id}/steps`, { body })

/** Of all communities below the reader's office, not of one. */
export const readCopies = (after?: string) => request<Page<LedgerCopy>>('GET', '/ledger-copies', { query: { after } })
