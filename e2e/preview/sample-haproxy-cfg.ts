import { haproxyConfigView, parseHaproxyConfig } from '@/lib/haproxy/config-file';
import type { HaproxyConfigReading } from '@/lib/haproxy/types';

/** A haproxy.cfg for pictures of its forms. */
export const SAMPLE_CFG = `global
    stats socket /run/haproxy/admin.sock mode 660 level admin expose-fd listeners

defaults
    mode http
    timeout connect 10s
    timeout client 1m
    timeout server 1m

frontend nova_api_fe
    bind 10.10.0.100:8774
    default_backend nova_api

backend nova_api
    balance roundrobin
    option httpchk GET /healthcheck
    http-check expect status 200
    server node1 10.10.0.1:8774 check
    server node2 10.10.0.2:8774 check

listen glance
    bind 10.10.0.100:9292
    option httpchk GET /healthcheck
    timeout client 10m
    timeout server 10m
    server node1 10.10.0.1:9292 check
    server node2 10.10.0.2:9292 check backup
`;

export const sampleConfigReading = (): HaproxyConfigReading => ({
  sha256: 'c1551607abe0f360fb2b75c9ad56bfc0a7e871c8cb0f226ad1cfeab01c48df90',
  sections: haproxyConfigView(parseHaproxyConfig(SAMPLE_CFG)),
});
