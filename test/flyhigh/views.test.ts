// What the views of the shipped model say at their arrows: rates of the event in question, and by what callers are known.
import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../generators/diagrams/drawing.ts';
import { views } from '../../generators/diagrams/views/index.ts';
import { catalogue, understand } from '../../pipeline.ts';

const { plan } = understand('model/flyhigh/architecture.yaml');
if (plan === undefined) throw new Error('the model has errors');
const drawings = new Map(views.flatMap((view) => view.draw(plan, catalogue)).map((drawing) => [drawing.id, drawing]));

function edge(drawing: string, from: string, to: string): Drawing['edges'][number] {
  const found = drawings.get(drawing)?.edges.find((each) => each.from === from && each.to === to);
  if (found === undefined) throw new Error(`no arrow from ${from} to ${to} in ${drawing}`);
  return found;
}

describe('the way of an event', () => {
  it.each([
    // 0.16 bookings a second, 12 % of them cancelled, 15 % of those by travellers who are signed in.
    ['event-cancellation', 'eventApi', 'bookingStream', '69/h'],
    ['event-cancellation', 'bookingStream', 'profileBuilder', '10/h'],
    ['event-cancellation', 'eventLake', 'lakeReplica', '69/h'],
    ['event-booking', 'eventLake', 'lakeReplica', '0.19/s'],
    ['event-search', 'eventLake', 'lakeReplica', '16/s'],
    ['overview', 'eventLake', 'lakeReplica', '16/s'],
    // What a booking is the cause of is on its way too, and no more.
    ['event-booking', 'demandAlerts', 'revenueTeam', '120/day'],
    ['event-search', 'demandAlerts', 'revenueTeam', '1/day'],
  ])('%s, from %s to %s: %s', (drawing, from, to, figure) => {
    expect(edge(drawing, from, to).figure).toBe(figure);
  });

  it('is widest where it is most', () => {
    for (const id of ['event-booking', 'event-cancellation', 'event-search'])
      expect(Math.max(...(drawings.get(id)?.edges ?? []).map(({ weight = 0 }) => weight))).toBe(1);
  });
});

describe('who may reach what', () => {
  it.each([
    ['mobileApp', 'eventApi', 'API key or token'],
    ['bookingApp', 'eventApi', 'IAM signature'],
    ['revenueTeam', 'eventApi', 'IAM signature'],
    ['webApp', 'signIn', 'code with PKCE'],
    ['analysts', 'adHocQueries', 'IAM role'],
    ['webApp', 'bookingApp', undefined],
    ['demandAlerts', 'revenueTeam', undefined],
  ])('%s proves to %s who it is by: %s', (from, to, figure) => {
    expect(edge('security', from, to).figure).toBe(figure);
  });
});

describe('kinds of arrows', () => {
  it.each([
    ['revenueTeam', 'eventApi', 'request'],
    ['eventApi', 'insights', 'request'],
    ['mobileApp', 'eventApi', 'data'],
    ['insights', 'seatInventory', 'request'],
    ['firewall', 'eventApi', 'control'],
    ['inventoryUpdater', 'failedEvents', 'failure'],
  ])('from %s to %s: %s', (from, to, kind) => {
    expect(edge('overview', from, to).kind).toBe(kind);
  });
});
