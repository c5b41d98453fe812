package cn.zhenglu.portal;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Lets a browser keep a preview page but ask each time whether it still holds: a licence that was suspended a second ago must not
 * look valid from anybody's cache.
 */
@Configuration
class PreviewCaching {

    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> previewTags() {
        FilterRegistrationBean<ShallowEtagHeaderFilter> registration = new FilterRegistrationBean<>(new PagesOnly());
        registration.addUrlPatterns("/p/*");
        return registration;
    }

    /** Pictures and files bring a tag of their own. */
    private static final class PagesOnly extends ShallowEtagHeaderFilter {

        @Override
        protected boolean shouldNotFilter(HttpServletRequest request) {
            return request.getRequestURI().indexOf('.') >= 0;
        }
    }
}
