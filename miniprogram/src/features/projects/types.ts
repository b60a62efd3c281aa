/** What the server says of projects, as its document types it. */
import type { Schema } from '@/api/types'

export type ProjectPage = Schema<'ProjectPage'>
export type Project = Schema<'ProjectOut'>
export type HeldWords = Schema<'HeldProjectWordsOut'>
export type ProjectCard = Schema<'ProjectCardOut'>
export type Milestone = Schema<'MilestoneOut'>
export type ProjectNote = Schema<'ProjectNoteOut'>
export type Evaluation = Schema<'EvaluationOut'>
export type RatedHome = Schema<'RatedHomeOut'>
export type Fund = Schema<'FundOut'>
export type FundEntry = Schema<'FundEntryOut'>
export type ProjectPaper = Schema<'ProjectIn'>
export type FundDraft = Schema<'FundEntryIn'>
