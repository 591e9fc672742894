// What `model!` makes of the network in README.

#[automatically_derived]
#[allow(dead_code, deprecated, non_snake_case)]
impl<T: ::plywood::Scalar> Iris<T> {
    /// Every layer takes what the one before it gives.
    const SHAPES_MEET: () = {
        let shape = ::plywood::chain::Shapes::<
            <Self as ::plywood::Layer>::Input,
        >::begin();
        let shape = shape.then::<Dense<4, 8, relu>>();
        let shape = shape.then::<Dense<8, 3, softmax>>();
        shape.end()
    };
}
/// Tells three irises apart.
///
/// A network that takes 4 values.
///
/// | name | layer | output | parameters |
/// |---|---|---|---|
/// | `hidden` | `Dense<4, 8, relu>` | 8 | 40 |
/// | `dense` | `Dense<8, 3, softmax>` | 3 | 27 |
///
/// 67 parameters.
#[derive(::core::clone::Clone)]
pub struct Iris<T = ::core::primitive::f32> {
    hidden: Dense<4, 8, relu>,
    dense: Dense<8, 3, softmax>,
    arena: ::plywood::model::Arena<T>,
}
#[automatically_derived]
#[allow(dead_code, deprecated, non_snake_case)]
impl<T: ::plywood::Scalar> ::core::fmt::Debug for Iris<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("Iris").field("arena", &self.arena).finish_non_exhaustive()
    }
}
#[automatically_derived]
#[allow(dead_code, deprecated, non_snake_case)]
impl Iris<::core::primitive::f32> {
    /// A model in `f32` with fresh weights, all of which follow from `seed`.
    pub fn new(seed: ::core::primitive::u64) -> Self {
        <Self as ::plywood::FromSeed>::new(seed)
    }
}
#[automatically_derived]
#[allow(dead_code, deprecated, non_snake_case)]
impl<T: ::plywood::Scalar> Iris<T> {
    /// Layer 1, `Dense<4, 8, relu>`, with its variables.
    pub fn hidden(&self) -> ::plywood::View<'_, Dense<4, 8, relu>, T> {
        self.arena.view::<Self, _>(&self.hidden, 0usize)
    }
    /// Layer 2, `Dense<8, 3, softmax>`, with its variables.
    pub fn dense(&self) -> ::plywood::View<'_, Dense<8, 3, softmax>, T> {
        self.arena.view::<Self, _>(&self.dense, 1usize)
    }
}
#[automatically_derived]
#[allow(dead_code, deprecated, non_snake_case)]
impl<T: ::plywood::Scalar> ::plywood::Layer for Iris<T> {
    type Input = ::plywood::Features<4>;
    type Output = ::plywood::Features<3>;
    type Activation = <Dense<8, 3, softmax> as ::plywood::Layer>::Activation;
    const PARTS: &'static [::plywood::layer::Part] = &[
        ::plywood::layer::Part::of::<Dense<4, 8, relu>>("hidden"),
        ::plywood::layer::Part::of::<Dense<8, 3, softmax>>("dense"),
    ];
    const SAVED: ::core::primitive::usize = ::plywood::chain::memory(Self::PARTS);
    const MASK: ::plywood::layer::Mask = ::plywood::chain::mask(Self::PARTS);
    const SAMPLEWISE: ::core::primitive::bool = ::plywood::chain::samplewise(
        Self::PARTS,
    );
    const FILLS_PADDING: ::core::primitive::bool = true;
    const INLINED: ::core::primitive::bool = ::plywood::chain::inlined(Self::PARTS);
    fn activation(&self) -> Self::Activation {
        ::plywood::Layer::activation(&self.dense)
    }
    fn activity_regularizer(
        &self,
    ) -> ::core::option::Option<&::plywood::regularizers::AnyRegularizer> {
        ::plywood::Layer::activity_regularizer(&self.dense)
    }
    fn visit(&self, see: &mut dyn ::core::ops::FnMut(&dyn ::plywood::layer::AnyLayer)) {
        see(&self.hidden);
        see(&self.dense);
    }
    #[inline(always)]
    fn forward<U: ::plywood::Scalar>(
        &self,
        call: ::plywood::layer::Forward<'_, U, Self>,
    ) {
        let (mut walk, input, output) = ::plywood::chain::Through::new(call);
        let input_0 = input;
        let output_0 = output;
        let value_0_0 = walk.layer::<0usize, 0usize, _, _>(&self.hidden, input_0);
        walk.last::<1usize, 1usize, 0usize, _, _>(&self.dense, value_0_0, output_0);
    }
    #[inline(always)]
    fn backward<U: ::plywood::Scalar>(
        &self,
        call: ::plywood::layer::Backward<'_, U, Self>,
    ) {
        let (mut walk, input, delta, input_gradient) = ::plywood::chain::Back::new(call);
        let input_0 = input;
        let (value_0_0, kept_0) = walk.kept(&self.hidden, input_0);
        let kept_1 = walk.kept_last(&self.dense);
        let delta_0 = delta;
        let [mut wanted_0] = walk.wanted(input_gradient);
        let [register_0] = walk
            .registers(const { ::plywood::chain::registers::<1usize>(Self::PARTS) });
        walk.layer::<
                1usize,
                1usize,
                false,
                1usize,
                _,
                _,
            >(
            &self.dense,
            kept_1,
            value_0_0,
            delta_0,
            [::core::option::Option::Some(&mut *register_0)],
        );
        walk.through::<
                0usize,
                0usize,
                false,
                1usize,
                _,
                _,
            >(&self.hidden, kept_0, input_0, register_0, [wanted_0.as_deref_mut()]);
    }
}
#[automatically_derived]
#[allow(dead_code, deprecated, non_snake_case)]
impl<T: ::plywood::Scalar> ::plywood::Model for Iris<T> {
    type Scalar = T;
    fn arena(&self) -> &::plywood::model::Arena<T> {
        &self.arena
    }
    fn arena_mut(&mut self) -> &mut ::plywood::model::Arena<T> {
        &mut self.arena
    }
}
#[automatically_derived]
#[allow(dead_code, deprecated, non_snake_case)]
impl<T: ::plywood::Scalar> ::plywood::FromSeed for Iris<T> {
    fn new(seed: ::core::primitive::u64) -> Self {
        ::plywood::Model::with_seed(
            Self {
                hidden: <Dense<4, 8, relu>>::new(),
                dense: <Dense<8, 3, softmax>>::new(),
                arena: ::plywood::model::Arena::new::<Self>(),
            },
            seed,
        )
    }
}
