package cn.zhenglu.console;

import cn.zhenglu.web.SecurityHeaders;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Who may open the console. CSRF protection and a new session id at sign-in are Spring Security's defaults and stay on. */
@Configuration
class ConsoleSecurity {

    @Bean
    AuthenticationManager consoleSignIn(ConsoleUsers users, Clock clock) {
        PasswordEncoder bcrypt = new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder()));
        DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(users.details());
        passwords.setPasswordEncoder(bcrypt);
        return new ProviderManager(new SignIn(passwords, clock));
    }

    @Bean
    @Order(1)
    SecurityFilterChain consolePages(HttpSecurity http, AuthenticationManager consoleSignIn) {
        return http.securityMatcher("/console", "/console/**")
                .headers(SecurityHeaders.strict())
                .authenticationManager(consoleSignIn)
                .authorizeHttpRequests(requests -> requests
                        .requestMatchers("/console/login").permitAll()
                        .requestMatchers(HttpMethod.GET, "/console", "/console/**").authenticated()
                        .anyRequest().hasAnyRole(Role.OPERATOR.name(), Role.ADMIN.name()))
                .formLogin(form -> form
                        .loginPage("/console/login")
                        .defaultSuccessUrl("/console")
                        .failureHandler(failed()))
                .logout(logout -> logout
                        .logoutUrl("/console/logout")
                        .logoutSuccessUrl("/console/login?signed-out"))
                .build();
    }

    private static AuthenticationFailureHandler failed() {
        return (request, response, failure) -> response.sendRedirect(request.getContextPath() + "/console/login?"
                + (failure instanceof LockedException ? "locked" : "failed"));
    }
}
