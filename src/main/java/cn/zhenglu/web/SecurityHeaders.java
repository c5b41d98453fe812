package cn.zhenglu.web;

import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** The response headers of every page. nosniff is Spring Security's default, no-store too unless a page says otherwise. */
public final class SecurityHeaders {

    /** Everything from this server and nothing inline; no frame may hold a page. */
    private static final String CONTENT_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
            + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {
    }

    /** To be called on each filter chain. */
    public static Customizer<HeadersConfigurer<HttpSecurity>> strict() {
        return headers -> headers
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                // sent over https only; other hosts of a city's domain are not ours to decide about
                .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false))
                .frameOptions(FrameOptionsConfig::deny)
                // preview addresses are secrets of sorts: other sites never see them
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(policy -> policy.policy("camera=(), geolocation=(), microphone=(), payment=()"));
    }
}
