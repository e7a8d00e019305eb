using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Cluster;
using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Layout;
using Paretune.Dashboard.Live;
using Paretune.Dashboard.Searches;
using Paretune.Dashboard.Trials;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;

namespace Paretune.Dashboard.Tests.Pages;

/// <summary>Renders pages without a browser, with the API's own silo, for a viewer with all permissions.</summary>
public abstract class PageTest : BunitContext
{
    // A page waits for its search, which comes from the silo.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected PageTest(Api api)
    {
        Api = api;
        JSInterop.Mode = JSRuntimeMode.Loose;
        DefaultWaitTimeout = Patience;
        Services.AddScoped<Messages>().AddScoped<BrowserStore>();
        Services.AddSingleton(api.Service<SearchFeeds>()).AddSingleton(api.Service<SearchCalls>()).AddSingleton(api.Service<SearchLists>());
        Services.AddSingleton(api.Service<DatasetStore>()).AddSingleton(api.Service<DatasetPreview>())
            .AddSingleton(api.Service<TrainerStore>()).AddSingleton(api.Service<IFileStore>());
        Services.AddSingleton(api.Service<TimeProvider>()).AddSingleton(api.Service<SessionValidity>())
            .AddSingleton(api.Service<AuditLog>());
        Services.AddSingleton(api.Service<ILoggerFactory>()).AddSingleton(api.Options);
        Services.AddSingleton<AuthenticationStateProvider, Administrator>().AddScoped<PageActions>().AddScoped<SearchActions>()
            .AddScoped<DatasetActions>().AddSingleton(api.Service<ClusterWatch>())
            .AddSingleton(api.Service<PictureClassifier>());
    }

    protected Api Api { get; }

    private protected IRenderedComponent<T> Open<T>(string address, Action<ComponentParameterCollectionBuilder<T>>? with = null)
        where T : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<T>(page =>
        {
            page.AddCascadingValue(new Administrator().GetAuthenticationStateAsync());
            with?.Invoke(page);
        });
    }

    /// <summary>
    /// Acts on the renderer's dispatcher. Otherwise a page that renders in the background could replace the element first,
    /// or handle the event only after the call has returned.
    /// </summary>
    private protected static void Act<T>(IRenderedComponent<T> page, Action act)
        where T : IComponent => page.InvokeAsync(act).GetAwaiter().GetResult();

    private sealed class Administrator : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(Caller.Local.ToPrincipal("test")));
    }
}
