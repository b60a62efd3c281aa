/** Paths of projects, of what is said of results, and of the fund. `base`: the community's. */
import { type Page, request } from '@/api/http'
import type { Evaluation, Fund, FundDraft, FundEntry, HeldWords, ProjectCard, ProjectNote, ProjectPage, ProjectPaper, RatedHome } from './types'

export const readProject = (base: string, id: string) => request<ProjectPage>('GET', `${base}/projects/${id}`)

export const readProjects = (base: string, state: string, after?: string) =>
  request<Page<ProjectCard>>('GET', `${base}/projects`, { query: { state, after } })

/** The project of a topic; empty before there is one. */
export async function projectOf(base: string, topicId: string): Promise<string> {
  const page = await request<{ topic: { project: { id: string } | null } }>('GET', `${base}/topics/${topicId}`)
  return page.topic.project?.id ?? ''
}

export const readTitle = async (base: string, topicId: string) =>
  (await request<{ topic: { title: string } }>('GET', `${base}/topics/${topicId}`)).topic.title

export const formProject = (base: string, topicId: string, paper: ProjectPaper) =>
  request<ProjectPage>('POST', `${base}/topics/${topicId}/project`, { body: paper })

export const stepProject = (base: string, id: string, step: Record<string, unknown>) =>
  request<ProjectPage>('POST', `${base}/projects/${id}/steps`, { body: step })

export const reachMilestone = (base: string, id: string, milestoneId: string, done: Record<string, unknown>) =>
  request<ProjectPage>('POST', `${base}/projects/${id}/milestones/${milestoneId}/steps`, { body: { verb: 'done', ...done } })

export const readNotes = (base: string, id: string, after?: string) =>
  request<Page<ProjectNote>>('GET', `${base}/projects/${id}/notes`, { query: { after } })

export const readEvaluation = (base: string, topicId: string) =>
  request<Evaluation>('GET', `${base}/topics/${topicId}/evaluation`)

export const rateResult = (base: string, topicId: string, said: { home_id: string, rating: number, text: string }) =>
  request<RatedHome>('PUT', `${base}/topics/${topicId}/evaluation`, { body: said })

export const remarkResult = (base: string, topicId: string, text: string) =>
  request<Evaluation>('POST', `${base}/topics/${topicId}/evaluation/remarks`, { body: { text } })

export const readFund = (base: string, after?: string) => request<Fund>('GET', `${base}/fund`, { query: { after } })

export const recordEntry = (base: string, entry: FundDraft) =>
  request<FundEntry>('POST', `${base}/fund`, { body: entry })

export const reverseEntry = (base: string, id: string, memo: string) =>
  request<FundEntry>('POST', `${base}/fund/${id}/reversal`, { body: { memo } })

export const readHeld = (base: string) => request<HeldWords>('GET', `${base}/projects/held-words`)

/** `path`: of the remark or of the household's words, behind the community's. */
export const judgeWords = (base: string, path: string, step: { verb: string, reason: string }) =>
  request<unknown>('POST', `${base}/${path}/steps`, { body: step })
