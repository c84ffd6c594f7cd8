// People or a system outside the AWS account: they call, use and receive. Nothing is provisioned but the policies to call with.
import { callerMoves } from './kit/caller.ts';
import { choice } from './kit/schema.ts';
import { defineService } from './service.ts';

type Device = 'people' | 'person' | 'server' | 'office' | 'internet';
interface Settings {
  readonly device: Device;
}

const icons: Readonly<Record<Device, string>> = {
  people: 'Users',
  person: 'User',
  server: 'Servers',
  office: 'Officebuilding',
  internet: 'Internet',
};
const devices: readonly Device[] = ['people', 'person', 'server', 'office', 'internet'];

export const external = defineService<Settings>({
  id: 'external',
  title: 'Outside party',
  short: 'Outside AWS',
  icon: 'Users',
  iconOf: ({ device }) => icons[device],
  outside: true,
  settings: {
    properties: { device: choice(devices, 'Who or what it is: decides its icon.') },
    required: ['device'],
  },
  facts: {},
  offers: ['caller'],
  moves: callerMoves,
});
