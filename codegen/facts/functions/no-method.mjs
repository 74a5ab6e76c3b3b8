// @ts-check

const COLLECTOR = 'the garbage collector: an object holds nothing at the daemon';
const CONNECTION = "the object's `connection`";
const LOOP = "Node's own event loop";
const REJECTION =
  'the rejected promise: its `RemoteError` or `ConnectionError` is the error of that call, and of no other';
const ERRORS = 'errors are objects of their own; nothing is kept between calls';
const READ = 'a plain object: `params.name`';
const WRITE = 'a plain object: `{ name: value }`, with the type that libvirt insists on from a table';
const STREAM = 'the streams that methods return are Node’s own';
const FREED = 'results are plain objects';
const PROCESS =
  'acts on the calling process itself, which Node’s threads do not allow; `domain.lxcOpenNamespace()` gives the descriptors to a program that can';

/**
 * The C functions that have no method, and what there is instead.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const NO_METHOD = {
  virInitialize: 'nothing: there is nothing to initialise',
  virGetVersion: "there is no libvirt on this side; the daemon's is `connection.getLibVersion()`",
  virConnectOpen: '`connect(uri)`',
  virConnectOpenReadOnly: '`connect(uri, { readOnly: true })`',
  virConnectOpenAuth: '`connect(uri, options)`',
  virConnectRef: 'nothing: `close` closes, whoever else holds the connection',

  virDomainFree: COLLECTOR,
  virDomainCheckpointFree: COLLECTOR,
  virDomainSnapshotFree: COLLECTOR,
  virInterfaceFree: COLLECTOR,
  virNWFilterBindingFree: COLLECTOR,
  virNWFilterFree: COLLECTOR,
  virNetworkFree: COLLECTOR,
  virNetworkPortFree: COLLECTOR,
  virNodeDeviceFree: COLLECTOR,
  virSecretFree: COLLECTOR,
  virStoragePoolFree: COLLECTOR,
  virStorageVolFree: COLLECTOR,
  virAdmClientFree: COLLECTOR,
  virAdmServerFree: COLLECTOR,
  virDomainRef: COLLECTOR,
  virDomainCheckpointRef: COLLECTOR,
  virDomainSnapshotRef: COLLECTOR,
  virInterfaceRef: COLLECTOR,
  virNWFilterBindingRef: COLLECTOR,
  virNWFilterRef: COLLECTOR,
  virNetworkRef: COLLECTOR,
  virNetworkPortRef: COLLECTOR,
  virNodeDeviceRef: COLLECTOR,
  virSecretRef: COLLECTOR,
  virStoragePoolRef: COLLECTOR,
  virStorageVolRef: COLLECTOR,

  virDomainGetConnect: CONNECTION,
  virDomainCheckpointGetConnect: CONNECTION,
  virDomainSnapshotGetConnect: CONNECTION,
  virInterfaceGetConnect: CONNECTION,
  virNetworkGetConnect: CONNECTION,
  virSecretGetConnect: CONNECTION,
  virStoragePoolGetConnect: CONNECTION,
  virStorageVolGetConnect: CONNECTION,

  virDomainFSInfoFree: FREED,
  virDomainIOThreadInfoFree: FREED,
  virDomainInterfaceFree: FREED,
  virDomainStatsRecordListFree: FREED,
  virNetworkDHCPLeaseFree: FREED,

  virTypedParamsAddBoolean: `${WRITE}; \`typed.boolean(value)\` says it outright`,
  virTypedParamsAddDouble: `${WRITE}; \`typed.double(value)\` says it outright`,
  virTypedParamsAddFromString: WRITE,
  virTypedParamsAddInt: `${WRITE}; \`typed.int(value)\` says it outright`,
  virTypedParamsAddLLong: `${WRITE}; \`typed.llong(value)\` says it outright`,
  virTypedParamsAddString: `${WRITE}; \`typed.string(value)\` says it outright`,
  virTypedParamsAddStringList: `${WRITE}; a list of strings is an array`,
  virTypedParamsAddUInt: `${WRITE}; \`typed.uint(value)\` says it outright`,
  virTypedParamsAddULLong: `${WRITE}; \`typed.ullong(value)\` says it outright`,
  virTypedParamsClear: FREED,
  virTypedParamsFree: FREED,
  virTypedParamsGet: READ,
  virTypedParamsGetBoolean: READ,
  virTypedParamsGetDouble: READ,
  virTypedParamsGetInt: READ,
  virTypedParamsGetLLong: READ,
  virTypedParamsGetString: READ,
  virTypedParamsGetUInt: READ,
  virTypedParamsGetULLong: READ,

  virStreamNew: STREAM,
  virStreamRef: STREAM,
  virStreamFree: STREAM,
  virStreamSend: '`writable.write(bytes)`',
  virStreamSendAll: '`pipeline(source, writable)`',
  virStreamSendHole: 'a chunk `{ hole }`, with `StorageVolUploadFlags.SPARSE_STREAM`',
  virStreamSparseSendAll: '`pipeline(source, writable)`, with `StorageVolUploadFlags.SPARSE_STREAM`',
  virStreamRecv: '`for await (const bytes of readable)`',
  virStreamRecvFlags: '`for await (const chunk of readable)`, with `StorageVolDownloadFlags.SPARSE_STREAM`',
  virStreamRecvHole: 'a chunk `{ hole }`, with `StorageVolDownloadFlags.SPARSE_STREAM`',
  virStreamRecvAll: '`pipeline(readable, sink)`',
  virStreamSparseRecvAll: '`pipeline(readable, sink)`, with `StorageVolDownloadFlags.SPARSE_STREAM`',
  virStreamFinish: '`writable.end()`; `readable` ends by itself',
  virStreamAbort: '`stream.destroy()`, or an aborted `signal`',
  virStreamEventAddCallback: "`stream.on('readable' | 'drain' | 'error' | 'close', …)`",
  virStreamEventUpdateCallback: '`stream.on` and `stream.off`',
  virStreamEventRemoveCallback: '`stream.off`',

  virEventAddHandle: LOOP,
  virEventAddTimeout: LOOP,
  virEventRegisterDefaultImpl: LOOP,
  virEventRegisterImpl: LOOP,
  virEventRemoveHandle: LOOP,
  virEventRemoveTimeout: LOOP,
  virEventRunDefaultImpl: LOOP,
  virEventUpdateHandle: LOOP,
  virEventUpdateTimeout: LOOP,

  virGetLastError: REJECTION,
  virGetLastErrorCode: `${REJECTION}; \`errno\` is the number, \`code\` its name`,
  virGetLastErrorDomain: `${REJECTION}; \`domain\` is the name`,
  virGetLastErrorMessage: `${REJECTION}; \`message\` is the text`,
  virConnGetLastError: REJECTION,
  virConnCopyLastError: REJECTION,
  virCopyLastError: ERRORS,
  virSaveLastError: ERRORS,
  virResetLastError: ERRORS,
  virConnResetLastError: ERRORS,
  virResetError: ERRORS,
  virFreeError: ERRORS,
  virSetErrorFunc: '`catch`',
  virConnSetErrorFunc: '`catch`',
  virDefaultErrorFunc: '`console.error(error)`',

  virDomainLxcEnterNamespace: PROCESS,
  virDomainLxcEnterCGroup: PROCESS,
  virDomainLxcEnterSecurityLabel: PROCESS,

  virAdmInitialize: 'nothing: there is nothing to initialise',
  virAdmGetVersion: "there is no libvirt on this side; the daemon's is `connection.getLibVersion()`",
  virAdmConnectOpen: '`connectAdmin(uri)`',
  virAdmConnectRef: 'nothing: `close` closes, whoever else holds the connection',
  virAdmConnectRegisterCloseCallback: "`connection.on('close', (error, reason) => …)`",
  virAdmConnectUnregisterCloseCallback: "`connection.off('close', …)`",
};
