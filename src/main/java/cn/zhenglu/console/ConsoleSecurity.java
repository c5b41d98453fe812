package cn.zhenglu.console;

import cn.zhenglu.web.SecurityHeaders;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.session.HttpSessionEventPublisher;

/** Who may open the console. CSRF protection and a new session id at sign-in are Spring Security's defaults and stay on. */
@Configuration
class ConsoleSecurity {

    private static final String SIGN_IN = "/console/login";

    @Bean
    AuthenticationProvider consoleSignIn(ConsoleUsers users, ConsoleSettings settings, SignInTrace trace, Clock clock) {
        PasswordEncoder bcrypt = new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder()));
        DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(users.details());
        passwords.setPasswordEncoder(bcrypt);
        return new SignIn(passwords, settings.lockOut(), trace::locked, clock);
    }

    /** Each node counts the sessions that it holds. */
    @Bean
    SessionRegistry consoleSessions() {
        return new SessionRegistryImpl();
    }

    /** Tells the registry of sessions that end by themselves. */
    @Bean
    HttpSessionEventPublisher sessionEvents() {
        return new HttpSessionEventPublisher();
    }

    @Bean
    @Order(1)
    SecurityFilterChain consolePages(HttpSecurity http, AuthenticationProvider consoleSignIn, SessionRegistry consoleSessions,
            ConsoleSettings settings, OidcProvider oidc, ConsoleUsers users, SignInTrace trace) {
        http.securityMatcher("/console", "/console/**")
                .headers(SecurityHeaders.strict())
                .authenticationProvider(consoleSignIn)
                .authorizeHttpRequests(requests -> requests
                        .requestMatchers(SIGN_IN, "/console/oidc", "/console/oidc/**").permitAll()
                        .requestMatchers(HttpMethod.GET, "/console", "/console/**").authenticated()
                        .requestMatchers("/console/audit/**").hasRole(Role.ADMIN.name())
                        .anyRequest().hasAnyRole(Role.OPERATOR.name(), Role.ADMIN.name()))
                .sessionManagement(sessions -> sessions
                        .maximumSessions(settings.session().perUser())
                        .sessionRegistry(consoleSessions)
                        .expiredUrl(SIGN_IN + "?replaced"))
                .formLogin(form -> form
                        .loginPage(SIGN_IN)
                        .successHandler(trace)
                        .failureHandler(trace))
                .logout(logout -> logout
                        .logoutUrl("/console/logout")
                        .addLogoutHandler(trace)
                        .logoutSuccessUrl(SIGN_IN + "?signed-out"));
        if (oidc.on()) {
            http.oauth2Login(elsewhere -> elsewhere
                    .clientRegistrationRepository(oidc.registrations())
                    .authorizedClientRepository(new HttpSessionOAuth2AuthorizedClientRepository())
                    .loginPage(SIGN_IN)
                    .authorizationEndpoint(start -> start.baseUri("/console/oidc/start"))
                    .redirectionEndpoint(back -> back.baseUri("/console/oidc/back/*"))
                    .userInfoEndpoint(claims -> claims.oidcUserService(new OidcUsers(oidc.settings(), users)))
                    .successHandler(trace)
                    .failureHandler(trace));
        }
        return http.build();
    }
}
