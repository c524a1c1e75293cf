"""The connection properties of mssql-jdbc, by the version that first knew them.

Read from the sources of every tag from 6.1.0 to 13.5.1, and held against released jars
(tests/recorded/jdbc/urls.jsonl.gz).
"""

from __future__ import annotations

__all__ = ["SINCE", "SYNONYMS", "UNTIL"]

_ALWAYS = """
applicationIntent applicationName authentication authenticationScheme columnEncryptionSetting databaseName
disableStatementPooling encrypt failoverPartner hostNameInCertificate instanceName integratedSecurity
keyStoreAuthentication keyStoreLocation keyStoreSecret lastUpdateCount lockTimeout loginTimeout multiSubnetFailover
packetSize password portNumber responseBuffering selectMethod sendStringParametersAsUnicode sendTimeAsDatetime
serverName serverNameAsACE serverSpn TransparentNetworkIPResolution trustServerCertificate trustStore
trustStorePassword user workstationID xopenStates
"""
_LATER = """
AADSecurePrincipalId 9.1.1, AADSecurePrincipalSecret 9.1.1, accessTokenCallbackClass 12.3.0,
bulkCopyForBatchInsertAllowEncryptedValueModifications 12.10.0, bulkCopyForBatchInsertBatchSize 12.10.0,
bulkCopyForBatchInsertCheckConstraints 12.10.0, bulkCopyForBatchInsertFireTriggers 12.10.0,
bulkCopyForBatchInsertKeepIdentity 12.10.0, bulkCopyForBatchInsertKeepNulls 12.10.0,
bulkCopyForBatchInsertTableLock 12.10.0, cacheBulkCopyMetadata 12.7.1, calcBigDecimalPrecision 12.6.0,
calcBigDecimalScale 12.5.0, cancelQueryTimeout 6.5.2, clientCertificate 8.3.0, clientKey 8.3.0,
clientKeyPassword 8.3.0, concatNullYieldsNull 13.1.0, connectRetryCount 9.3.0, connectRetryInterval 9.3.0,
datetimeParameterType 12.2.0, defaultTransactionIsolation 13.5.0, delayLoadingLobs 8.3.1, domain 7.3.1,
enablePrepareOnFirstPreparedStatementCall 6.1.6, enclaveAttestationProtocol 8.1.0, enclaveAttestationUrl 8.1.0,
fips 6.1.4, fipsProvider 6.1.2, ignoreOffsetOnDateTimeOffsetConversion 12.5.0, iPAddressPreference 11.1.0,
jaasConfigurationName 6.1.7, keyStorePrincipalId 8.3.0, keyVaultProviderClientId 7.3.1,
keyVaultProviderClientKey 7.3.1, maxResultBuffer 9.1.1, msiClientId 7.1.4, msiTokenCacheTtl 11.1.2,
prepareMethod 11.1.0, queryTimeout 6.1.1, quotedIdentifier 13.1.0, realm 9.4.0, replication 9.3.1, retryConn 12.9.0,
retryExec 12.9.0, sendTemporalDataTypesAsStringForBulkCopy 8.3.1, serverCertificate 11.1.0,
serverPreparedStatementDiscardThreshold 6.1.6, socketFactoryClass 8.3.0, socketFactoryConstructorArg 8.3.0,
socketTimeout 6.1.2, sslProtocol 6.3.2, statementPoolingCacheSize 6.2.0, trustManagerClass 6.3.3,
trustManagerConstructorArg 6.3.3, trustStoreType 6.1.2, useBulkCopyForBatchInsert 6.5.4,
useDefaultGSSCredential 12.5.0, useDefaultJaasConfig 12.5.0, useFmtOnly 7.3.1, vectorTypeSupport 13.1.0
"""

#: Canonical name in lower case: the first version that knows it, "" for all.
SINCE: dict[str, str] = {
    **{name.lower(): "" for name in _ALWAYS.split()},
    **{name.lower(): since for name, since in (entry.split() for entry in _LATER.split(","))},
}

#: Canonical name in lower case: the first version that no longer knows it.
UNTIL: dict[str, str] = {"fipsprovider": "6.3.2", "calcbigdecimalscale": "12.6.0", "msitokencachettl": "12.1.0"}

#: Another spelling in lower case: the canonical name, and the version from which it holds.
SYNONYMS: dict[str, tuple[str, str]] = {
    "database": ("databasename", ""),
    "username": ("user", ""),
    "server": ("servername", ""),
    "port": ("portnumber", ""),
    "domainname": ("domain", "7.3.1"),
}
