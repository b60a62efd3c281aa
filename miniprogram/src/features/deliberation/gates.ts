/** What stands around the gates: its types and paths. */
import { request } from '@/api/http'
import type { Schema } from '@/api/types'
import { topicPath } from './api'

/** Recusals, stand-ins, second signatures, the appeal, the challenge and the petition of one topic. */
export type GateRecord = Schema<'GateRecordOut'>
export type Countersign = Schema<'CountersignOut'>
/** A refusal that waits for the reader's hand, with the whole text. */
export type Unsigned = Schema<'UnsignedOut'>
export type Keepers = Schema<'KeepersOut'>
export type GateRules = Schema<'GateRulesOut'>

export const readRecord = (base: string, id: string) =>
  request<GateRecord>('GET', `${topicPath(base, id)}/gate-record`)

export const readKeepers = (base: string, id: string) =>
  request<Keepers>('GET', `${topicPath(base, id)}/keepers`)

export const readUnsigned = (base: string) =>
  request<{ items: Unsigned[] }>('GET', `${base}/countersigns`)

export const readRules = (base: string) =>
  request<GateRules>('GET', `${base}/gate-rules`)

/** The committee's written answer to a petition, once. */
export const answerPetition = (base: string, id: string, text: string) =>
  request<GateRecord>('POST', `${topicPath(base, id)}/petition-answer`, { body: { text } })
