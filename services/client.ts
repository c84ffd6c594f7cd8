// An app in people's hands: it sends requests and events to an endpoint. Nothing is provisioned.
import { callerMoves } from './kit/caller.ts';
import { choice } from './kit/schema.ts';
import { defineService } from './service.ts';

type Device = 'mobile' | 'web' | 'desktop' | 'thing';
interface Settings {
  readonly device: Device;
}

const icons: Readonly<Record<Device, string>> = {
  mobile: 'Mobileclient',
  web: 'Client',
  desktop: 'Client',
  thing: 'Server',
};
const devices: readonly Device[] = ['mobile', 'web', 'desktop', 'thing'];

export const client = defineService<Settings>({
  id: 'client',
  title: 'Client application',
  short: 'Client',
  icon: 'Client',
  iconOf: ({ device }) => icons[device],
  outside: true,
  settings: {
    properties: { device: choice(devices, 'What it runs on: decides its icon.') },
    required: ['device'],
  },
  facts: {},
  offers: ['caller'],
  moves: callerMoves,
});
