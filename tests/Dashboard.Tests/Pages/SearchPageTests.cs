using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bunit;
using Paretune.Dashboard.Pages;

namespace Paretune.Dashboard.Tests.Pages;

public sealed class SearchPageTests(Api api) : PageTest(api)
{
    [Fact]
    public async Task The_page_says_who_is_notified_at_the_end_and_what_became_of_it()
    {
        var search = Api.Search("notifying-page");
        search["notify"] = "https://hooks.example.com/paretune";
        using var created = await Api.Http.PostAsJsonAsync("/api/searches", search);
        var id = (string)(await created.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        var page = Open<SearchPage>($"/searches/{id}", with => with.Add(shown => shown.Id, id));
        page.WaitForAssertion(() => Assert.Contains("notifies https://hooks.example.com/paretune when it ends", page.Markup));

        using var cancelled = await Api.Http.PostAsync($"/api/searches/{id}/cancel", null);

        page.WaitForAssertion(() => Assert.Matches("(about to notify|not yet notified) https://hooks.example.com/paretune", page.Markup));
    }

    [Fact]
    public async Task More_to_try_is_typed_on_the_page_and_what_is_wrong_with_it_is_said_there()
    {
        var id = await Api.Submit("extended-page");
        var page = Open<SearchPage>($"/searches/{id}", with => with.Add(shown => shown.Id, id));
        var text = page.WaitForElement("textarea[name=space]").TextContent + page.Find("textarea[name=space]").GetAttribute("value");
        Assert.Contains("\"dilation\": [", text, StringComparison.Ordinal);

        Extend("space: { dilation: [1], width: [9] }");
        page.WaitForAssertion(() => Assert.Contains("space.width[0]: must be", page.Markup));
        Extend("space: { dilation: [1, 2, 4], width: 0.25 }");

        page.WaitForAssertion(() => Assert.Contains("The space was extended after trial 2.", page.Markup));
        Assert.DoesNotContain("space.width[0]: must be", page.Markup);
        Assert.Equal(3, (await Api.Get<SearchView>($"/api/searches/{id}")).Counts.Total);

        void Extend(string typed)
        {
            page.Find("textarea[name=space]").Change(typed);
            page.Find("textarea[name=space]").Closest("form")!.Submit();
        }
    }
}
