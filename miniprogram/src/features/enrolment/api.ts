/** Enrolment's paths. They stand outside any community: the applicant belongs to none yet. */
import { request } from '@/api/http'
import type { Application, ConsentText, Scene, Submission } from './types'

export const readScene = (scene: string) =>
  request<Scene>('GET', `/enrolment/scenes/${encodeURIComponent(scene)}`)

export const readConsents = async (): Promise<ConsentText[]> =>
  (await request<{ items: ConsentText[] }>('GET', '/enrolment/consents')).items

export const apply = (body: Submission) => request<Application>('POST', '/enrolment/applications', { body })

export const readApplications = async (): Promise<Application[]> =>
  (await request<{ items: Application[] }>('GET', '/enrolment/applications')).items

export const applicationPath = (id: string) => `/enrolment/applications/${id}`

export const readApplication = (id: string) => request<Application>('GET', applicationPath(id))
