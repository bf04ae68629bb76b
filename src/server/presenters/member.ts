import type { WebChatMemberInfo, WebChatMemberInfoEntityList } from '../../protocol/schema/member.ts';
import type { MemberQuery } from '../../protocol/schema/page.ts';
import { isoOrUndefined } from '../core/clock.ts';
import type { Member } from '../domain/records.ts';

export function presentMember(member: Member): WebChatMemberInfo {
  return {
    id: member.id,
    displayName: member.display_name ?? undefined,
    firstName: member.first_name ?? undefined,
    lastName: member.last_name ?? undefined,
    email: member.email ?? undefined,
    phoneNumber: member.phone_number ?? undefined,
    avatarImageUrl: member.avatar_image_url ?? undefined,
    role: member.role,
    joinDate: isoOrUndefined(member.joined_at),
    leaveDate: isoOrUndefined(member.left_at),
    authenticatedGuest: member.authenticated_guest === 1,
    customFields: JSON.parse(member.custom_fields),
    state: member.state,
  };
}

/** One page of members; its links are relative and keep the query. */
export function presentMemberPage(all: Member[], base: string, query: MemberQuery): WebChatMemberInfoEntityList {
  const { pageSize, pageNumber, excludeDisconnectedMembers } = query;
  const members = excludeDisconnectedMembers ? all.filter(({ state }) => state !== 'DISCONNECTED') : all;
  const pageCount = Math.max(1, Math.ceil(members.length / pageSize));
  const link = (page: number) => {
    const filter = excludeDisconnectedMembers ? '&excludeDisconnectedMembers=true' : '';
    return `${base}/members?pageSize=${pageSize}&pageNumber=${page}${filter}`;
  };
  return {
    entities: members.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map(presentMember),
    pageSize,
    pageNumber,
    total: members.length,
    pageCount,
    firstUri: link(1),
    lastUri: link(pageCount),
    selfUri: link(pageNumber),
    ...(pageNumber > 1 ? { previousUri: link(Math.min(pageNumber - 1, pageCount)) } : {}),
    ...(pageNumber < pageCount ? { nextUri: link(pageNumber + 1) } : {}),
  };
}
