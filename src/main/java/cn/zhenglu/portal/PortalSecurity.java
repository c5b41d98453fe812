package cn.zhenglu.portal;

import cn.zhenglu.web.SecurityHeaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;

/** Everything outside the console: open without sign-in and without sessions, so that any node can answer. */
@Configuration
class PortalSecurity {

    @Bean
    @Order(2)
    SecurityFilterChain publicPages(HttpSecurity http) {
        CookieCsrfTokenRepository csrf = new CookieCsrfTokenRepository();
        csrf.setCookieName("csrf");
        csrf.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        return http
                .headers(SecurityHeaders.strict())
                .csrf(protection -> protection.csrfTokenRepository(csrf))
                .addFilterBefore(new UploadLimit(), CsrfFilter.class)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .authorizeHttpRequests(requests -> requests
                        .requestMatchers("/actuator/health", "/actuator/health/**", "/actuator/prometheus").permitAll()
                        .requestMatchers("/actuator", "/actuator/**").denyAll()
                        .anyRequest().permitAll())
                .build();
    }
}
