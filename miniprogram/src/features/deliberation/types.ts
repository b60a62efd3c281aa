/** Topics, gates and polls as the server tells them. */
import type { Schema } from '@/api/types'
import type { Stance } from '@/pages/hall/types'

/** What a verb may ask for; the server sends these as plain words. */
export type Need = 'reason' | 'reason_code' | 'plan' | 'summary' | 'ballot' | 'text' | 'target' | 'until' | 'keeper' | 'project' | 'project_step' | 'covenant' | 'covenant_step'

/** Something the reader may do now, with what follows from it and what it asks for. */
export type TopicVerb = Omit<Schema<'TopicVerbOut'>, 'needs'> & { needs: Need[] }
export type TopicMine = Omit<Schema<'TopicMineOut'>, 'verbs' | 'stance'> & { verbs: TopicVerb[], stance: Stance | null }
/** What comes with a list of comments: comment id → what the caller may do with it. */
export type CommentVerbs = Schema<'CommentVerbsOut'>
export type TopicComment = Schema<'TopicCommentOut'>
export type Topic = Schema<'TopicOut'>
export type TopicPage = Omit<Schema<'TopicPage'>, 'topic' | 'mine'> & { topic: Topic, mine: TopicMine }

export type Proposal = Schema<'TopicIn'>
export type Stake = Topic['stake']
export type Share = Pick<Schema<'ShareIn'>, 'num' | 'den'>

/** How the discussion will be held; days are dates, `2026-11-20`. */
export type Plan = Required<Schema<'PlanIn'>>
/** What a discussion came to: nothing that was said against it may be left out. */
export type Summary = Schema<'SummaryIn'>

export type Weight = Schema<'BallotOptionIn'>['weight']
export type Matter = Schema<'BallotProposalIn'>['matter']
export type RouteLetter = Schema<'BallotProposalIn'>['route']

/** How it is to be decided, as the topic shows it. */
export type BallotProposal = Schema<'BallotProposalOut'>

/** The same while the host fills it in; what the route fixes is left empty. */
export interface BallotTerms {
  matter: Matter
  route: RouteLetter
  question: string
  options: Schema<'BallotOptionIn'>[]
  days: number | null
  who: string | null
  mode: string | null
  building_id: string | null
}

/** The ways to a decision that the host may choose from, and why not the others. */
export type Routes = Schema<'RoutesOut'>
export type Route = Schema<'RouteOut'>
export type Voters = Schema<'VotersOut'>
export type SimilarTopic = Schema<'SimilarTopicOut'>

export type Meeting = Schema<'MeetingOut'>
export type PlannedMeeting = Required<Schema<'MeetingIn'>>
export type Amendment = Schema<'AmendmentOut'>
export type Objection = Schema<'ObjectionOut'>
export type Paper = Schema<'PaperOut'>

/** The party organisation's signed act on a topic. */
export type Decision = Schema<'GateNoteOut'>
/** One row of the public ledger; without a title where the rules hide it. */
export type LedgerRow = Schema<'LedgerRowOut'>
export type LedgerSummary = Schema<'LedgerSummaryOut'>
/** A topic that waits at a gate for the reader. */
export type GateItem = Schema<'GateInboxItem'>

export type Poll = Schema<'PollOut'>
export type PollPage = Schema<'PollPage'>
export type PollOption = Schema<'PollOptionOut'>
export type VotingHome = Schema<'PollHomeOut'>
export type Receipt = Schema<'BallotOut'>
export type PollResult = Schema<'PollResultOut'>
export type Participant = Schema<'ParticipantOut'>
export type Openings = Schema<'OpeningsOut'>
export type OwnOpening = Schema<'OwnOpeningOut'>
export type BallotRow = Schema<'BallotRowOut'>
export type BallotRows = Schema<'BallotRowsOut'>
