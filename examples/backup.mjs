// Copies a disk of a running guest to a file on its host, as it is at this moment.
// Usage: node backup.mjs URI DOMAIN DISK FILE
import { connect, DomainJobOperation } from 'libvirt-rpc';

const [uri, name, disk, file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node backup.mjs URI DOMAIN DISK FILE, such as: qemu:///system web vda /backup/web.qcow2');
  process.exit(2);
}

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;');

const connection = await connect(uri);
try {
  const domain = await connection.domainLookupByName(name);
  const ended = connection.domainEvents('jobCompleted', { domain });
  // A daemon carries out several calls at a time: a small disk could be copied before it knows that we listen.
  await ended.registered;
  await domain.backupBegin(`<domainbackup mode='push'><disks>
    <disk name='${escapeXml(disk)}' backup='yes' type='file'><target file='${escapeXml(file)}'/><driver type='qcow2'/></disk>
  </disks></domainbackup>`);
  console.log(`copying ${disk} of ${domain.name}`);
  for await (const { params } of ended) {
    if (params.operation !== DomainJobOperation.BACKUP) continue;
    if (params.success === false) throw new Error(`the copy failed: ${params.errmsg ?? 'libvirt does not say why'}`);
    break;
  }
  console.log(`${file} has it`);
} finally {
  await connection.close();
}
