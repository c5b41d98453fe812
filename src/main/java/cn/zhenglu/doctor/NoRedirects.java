package cn.zhenglu.doctor;

import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Refuses an address of camel-http that follows redirects, in whatever route: it would hand our credentials to the host that a reply names
 * (CVE-2026-85251, in Camel up to 4.22.0), and what is sent goes where the settings say and nowhere else.
 */
public final class NoRedirects extends LifecycleStrategySupport {

    @Override
    public void onEndpointAdd(Endpoint endpoint) {
        if (endpoint instanceof HttpEndpoint http && http.isFollowRedirects()) {
            throw new IllegalArgumentException("地址设置了 followRedirects=true：重定向会把凭据交给应答指定的主机，不予采用。请去掉该项，直接填写最终地址");
        }
    }
}
