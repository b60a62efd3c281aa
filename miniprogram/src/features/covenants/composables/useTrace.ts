/** The one trace: what led here, where it stands, what is still to come. */
import { computed } from 'vue'
import { addressOf } from '@/composables/openLink'
import { useSubject } from '@/composables/useSubject'
import { useSession } from '@/session'
import { readTrace } from '../api'

/** What a link of the chain is, in a word beside it. */
export const KINDS: Record<string, { name: string, icon: string }> = {
  post: { name: '身边事', icon: 'chat' },
  topic: { name: '议题', icon: 'edit-outline' },
  gate: { name: '把关', icon: 'check-rectangle' },
  poll: { name: '表决', icon: 'evaluation' },
  project: { name: '项目', icon: 'tools' },
  evaluation: { name: '评价', icon: 'star' },
  covenant: { name: '公约', icon: 'books' },
  citation: { name: '引用', icon: 'link' },
}

export function useTrace(kind: () => 'topics' | 'posts', id: () => string) {
  const session = useSession()
  const read = useSubject(() => readTrace(session.base, kind(), id()))
  const trace = read.subject
  const nodes = computed(() => (trace.value?.nodes ?? []).map(node => ({
    ...node,
    kindName: KINDS[node.kind]?.name ?? '',
    icon: KINDS[node.kind]?.icon ?? 'file',
    party: node.kind === 'gate',
    address: addressOf(node.link ?? ''),
  })))
  const coming = computed(() => trace.value?.now?.ended ? [] : (trace.value?.steps ?? []).filter(step => step.state === 'todo'))
  return { ...read, trace, nodes, coming }
}
