/** 应急: types and paths. */
import { type Page, request } from '@/api/http'
import type { Schema } from '@/api/types'

export type Emergency = Schema<'EmergencyCard'>
export type EmergencyPage = Schema<'EmergencyPage'>
export type OwnHome = Schema<'EmergencyOwnHome'>
export type Said = Schema<'EmergencySaid'>
export type Building = Schema<'EmergencyBuilding'>
export type Home = Schema<'EmergencyHome'>
export type Need = Schema<'EmergencyNeedOut'>
export type Volunteer = Schema<'EmergencyVolunteerOut'>
export type Draft = Schema<'EmergencyIn'>
export type Answer = Schema<'EmergencyAnswerIn'>['answer']
export type EmergencyList = Page<Emergency> & { may_begin: boolean, most_hours: number }

export const pathOf = (base: string, id: string) => `${base}/emergencies/${id}`

export const readEmergencies = (base: string, after?: string) =>
  request<EmergencyList>('GET', `${base}/emergencies`, { query: { after } })

export const beginEmergency = (base: string, body: Draft) =>
  request<EmergencyPage>('POST', `${base}/emergencies`, { body })

export const readEmergency = (base: string, id: string) => request<EmergencyPage>('GET', pathOf(base, id))

export const answerRoll = (base: string, id: string, home_id: string, answer: Answer) =>
  request<EmergencyPage>('POST', `${pathOf(base, id)}/answers`, { body: { home_id, answer } })

export const recordAnswer = (base: string, id: string, home_id: string, answer: Answer) =>
  request<EmergencyPage>('POST', `${pathOf(base, id)}/records`, { body: { home_id, answer } })

export const readHomes = (base: string, id: string, building_id: string) =>
  request<Schema<'EmergencyHomesOut'>>('GET', `${pathOf(base, id)}/homes`, { query: { building_id } })

export const readNeeds = (base: string, id: string) => request<{ items: Need[] }>('GET', `${pathOf(base, id)}/needs`)

export const askForHelp = (base: string, id: string, body: { home_id: string, kind: string, text: string }) =>
  request<{ items: Need[] }>('POST', `${pathOf(base, id)}/needs`, { body })

export const stepNeed = (base: string, id: string, body: { verb: string, note?: string, volunteer_id?: string }) =>
  request<{ items: Need[] }>('POST', `${base}/emergency-needs/${id}/steps`, { body })

export const readVolunteers = (base: string, id: string) =>
  request<{ items: Volunteer[] }>('GET', `${pathOf(base, id)}/volunteers`)

export const signOn = (base: string, id: string, skills: string[]) =>
  request<EmergencyPage>('PUT', `${pathOf(base, id)}/volunteer`, { body: { skills } })

export const signOff = (base: string, id: string) => request<EmergencyPage>('DELETE', `${pathOf(base, id)}/volunteer`)
